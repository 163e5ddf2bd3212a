// Runs before the first paint, so that a chosen theme never flashes the other one.
{
  const chosen = (() => {
    try {
      return localStorage.getItem('farthing.theme');
    } catch {
      // A browser that forbids storage follows the system.
      return null;
    }
  })();
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
}
