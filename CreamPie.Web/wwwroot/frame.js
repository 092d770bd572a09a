// The parts of the frame that only the browser can do.
window.creampie = {
  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    document.cookie = `creampie-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  },
};
