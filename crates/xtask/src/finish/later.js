/** The functions of this program that come later (`cargo xtask later`). Who starts the program says at which address they
 *  are, how they are checked, and hands them over when they have come; a program that needs them earlier waits for them, and
 *  says before and after that it waits for the network. */
export const later = { address: undefined, check: () => {}, failed: () => {}, module: undefined, waits: () => {} };

function loadLater() {
  try {
    later.module ??= new WebAssembly.Module(awaited());
    later.check(later.module);
    new WebAssembly.Instance(later.module, { first: wasm });
  } catch (error) {
    later.failed(error);
    throw error;
  }
}

function awaited() {
  later.waits(true);
  const bytes = fetchNow(later.address);
  later.waits(false);
  return bytes;
}

/** The bytes at an address. Nothing else runs meanwhile; a page gets no bytes from such a request, only letters. */
function fetchNow(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${address} did not come: ${request.status}`);
  const letters = request.responseText;
  const bytes = new Uint8Array(letters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = letters.charCodeAt(index);
  return bytes;
}
