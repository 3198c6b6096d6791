/** Which of the reasons that keep the database closed a person can remove, and with what. */

const LOST_KEY = new Set(["key_missing", "wrong_key", "bad_recovery_key"]);
const PASSPHRASE = new Set(["secrets_unavailable", "vault_passphrase_wrong"]);

export const needsRecoveryKey = (code: string) => LOST_KEY.has(code);
export const needsPassphrase = (code: string) => PASSPHRASE.has(code);
