// SPDX-License-Identifier: Apache-2.0
// node run_wasm.mjs PROGRAM FOLDER ARGUMENTS…: runs a WebAssembly program, which sees this folder and no other file.
import { readFile } from "node:fs/promises";

// That WASI is experimental is known; any other warning is shown.
const { emitWarning } = process;
process.emitWarning = (warning, ...about) => {
  if (about[0] !== "ExperimentalWarning") emitWarning.call(process, warning, ...about);
};
const { WASI } = await import("node:wasi");

const [program, folder, ...rest] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [program, ...rest], preopens: { [folder]: folder }, returnOnExit: true });
const imports = { wasi_snapshot_preview1: wasi.wasiImport };
const { instance } = await WebAssembly.instantiate(await readFile(program), imports);
process.exitCode = wasi.start(instance);
