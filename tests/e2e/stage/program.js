/** The program without its own window: `surguch-cli serve` with a folder of its own. */
import { newFolder, seed, start, UI } from "./process.js";
import { Operator } from "./operator.js";

const ANSWER_MS = 20_000;

export class Program {
  constructor(started, folder) {
    this.started = started;
    this.folder = folder;
    this.address = started.said.url;
    const url = new URL(this.address);
    this.origin = url.origin;
    this.token = new URLSearchParams(url.hash.slice(1)).get("token");
  }

  static async open({ training, documents = 0 }) {
    const folder = newFolder();
    const args = ["serve", "--json", "--ui", UI, ...(training ? ["--training"] : [])];
    try {
      if (documents > 0) await seed(folder.path, documents);
      return new Program(await start(args, folder.path), folder);
    } catch (cause) {
      folder.remove();
      throw cause;
    }
  }

  /** A command as the window gives it; for setting a scene, never for what a test is about. */
  async rpc(command, request = {}) {
    const answer = await fetch(`${this.origin}/rpc/${command}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`${command}: ${body.message}`);
    return body;
  }

  /** The bytes of a file that the program keeps. */
  async content(blob) {
    const answer = await fetch(`${this.origin}/content/${blob}`, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!answer.ok) throw new Error(`content ${blob}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Papers into the registry; answers their ids. */
  async bring(papers) {
    const files = papers.map(({ name, bytes }) => ({ name, content_base64: bytes.toString("base64") }));
    const { results } = await this.rpc("documents.import", { files });
    return results.map((result) => {
      if (result.error) throw new Error(`${result.name}: ${result.error.message}`);
      return result.document_id;
    });
  }

  /** The emulated operator of the training mode. */
  async operator() {
    const { training_page } = await this.rpc("world.get");
    return await Operator.at(new URL(training_page).origin);
  }

  async close() {
    await this.started.stop();
    this.folder.remove();
  }
}
