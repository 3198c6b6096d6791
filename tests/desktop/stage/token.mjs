/** A token with the key of ООО «Полярная звезда»: a folder behind the stand-in PKCS#11 module. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { BUILT } from "./program.mjs";

const MAKER = join(BUILT, "token_folder");
const OWNER = ["ООО «Полярная звезда»", "9612045075"];

/** The driver, as the maker of a token would install it. */
export const DRIVER = join(BUILT, "deps", "libsurguch_test_pkcs11.so");

for (const part of [MAKER, DRIVER]) {
  if (!existsSync(part)) throw new Error(`${part} is not built: cargo test --package testkit --no-run`);
}

export class Token {
  static PIN = "Sova-5271";
  static OWNER = "Северова Анна Ильинична";

  constructor(folder) {
    this.folder = folder;
    /** The certificate of its authority, for an operator that is to believe it. */
    this.root = join(folder, "root.cer");
    /** By this the driver finds the token. */
    this.env = { TEST_TOKEN_FOLDER: folder };
  }

  static async made(desktop) {
    const folder = desktop.path("token");
    mkdirSync(folder);
    await desktop.run(MAKER, [folder, ...OWNER]);
    return new Token(folder);
  }

  #write(name, text) {
    writeFileSync(join(this.folder, name), text);
  }

  /** So many wrong PINs are still allowed. */
  setTries(count) {
    this.#write("tries", `${count}`);
  }
  tries() {
    return Number(readFileSync(join(this.folder, "tries"), "utf8"));
  }

  pullOut() {
    this.#write("fault", "removed");
  }
  /** It is pulled out in the midst, after so many signatures. */
  pullOutAfter(count) {
    this.#write("fault", `pulled-out-after-${count}`);
  }
  putBack() {
    this.#write("fault", "");
  }

  /** How often it was asked to do this: `C_Login`, `C_Sign`. */
  calls(name) {
    const noted = join(this.folder, "calls");
    if (!existsSync(noted)) return 0;
    return readFileSync(noted, "utf8").split("\n").filter((line) => line === name).length;
  }
}
