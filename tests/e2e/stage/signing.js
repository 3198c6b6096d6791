/** Signatures of a scene: ours by the program itself, theirs by a program of their own. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Program } from "./program.js";
import { eventually } from "./see.js";

/** Signs a document for its firm and sends it; answers when it has left. */
export async function signAndSend(program, documentId) {
  const { document } = await program.rpc("documents.get", { id: documentId });
  const { certificates } = await program.rpc("certificates.list", { firm_id: document.firm.id });
  const own = certificates.find(({ fits }) => fits.some(({ firm_id }) => firm_id === document.firm.id));
  assert.ok(own, "the training world gives each firm a certificate");
  const { job } = await program.rpc("bulk.plan", {
    action: "sign_and_send",
    selection: { ids: [documentId] },
    params: { certificates: { [document.firm.id]: own.id } },
    operation: randomUUID(),
  });
  const stands = async (state) => {
    const { jobs } = await program.rpc("bulk.list");
    const found = jobs.find(({ id }) => id === job.id);
    assert.equal(found.state, state, JSON.stringify(found));
    return found;
  };
  await eventually(() => stands("planned"));
  await program.rpc("bulk.start", { id: job.id, with_warned: false });
  const { counts } = await eventually(() => stands("done"));
  assert.equal(counts.done, 1, JSON.stringify(await program.rpc("bulk.rows", { id: job.id })));
  return own;
}

/** Brings a printed form in and says between whom it is. */
export async function bringFor(program, paper, { firmInn, otherInn }) {
  const [id] = await program.bring([paper]);
  const { firms } = await program.rpc("firms.list");
  const { counterparties } = await program.rpc("counterparties.list", { query: otherInn });
  const firm = firms.find(({ inn }) => inn === firmInn);
  await program.rpc("documents.assign", { id, firm_id: firm.id, counterparty_id: counterparties[0].id });
  return id;
}

/** The same paper signed at the other side's computer, as the file that they would send along. */
export async function theirSignature(paper, parties) {
  const theirs = await Program.open({ training: true });
  try {
    const id = await bringFor(theirs, paper, parties);
    await signAndSend(theirs, id);
    const { signatures } = await theirs.rpc("signatures.of", { document_id: id });
    return { signature: await theirs.content(signatures[0].blob), root: rootOf(theirs) };
  } finally {
    await theirs.close();
  }
}

/** The root certificate of a training world, as it lies in its folder. */
export function rootOf(program) {
  return readFileSync(join(program.folder.path, "training/operator/authority.cer"));
}
