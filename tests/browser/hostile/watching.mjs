/** Notes all that a hostile recording could do in a browser context: run, take, ask, open, lead away, download. */
export function watchContext(context, base) {
  const seen = { ran: new Set(), took: [], dialogs: [], windows: [], downloads: [], foreign: [], navigations: [], workers: [] };
  context.on("console", (message) => {
    const said = message.text();
    const ran = /^hostile ran: ([a-z]+-\d+)/.exec(said);
    if (ran) seen.ran.add(ran[1]);
    if (said.startsWith("hostile took: ")) seen.took.push(said);
  });
  context.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss().catch(() => {});
  });
  context.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(`${base}/`) && /^(https?|wss?|ftp):/.test(address)) seen.foreign.push(address);
  });
  return {
    seen,
    watch(page) {
      page.on("popup", (popup) => {
        seen.windows.push(popup.url());
        popup.close().catch(() => {});
      });
      page.on("download", (download) => seen.downloads.push(download.url()));
      page.on("worker", (worker) => seen.workers.push(worker.url()));
      page.on("framenavigated", (frame) => {
        if (frame === page.mainFrame()) seen.navigations.push(frame.url());
      });
    },
  };
}
