// Keeps the polled part of a page quiet: no change without a difference, and none under the hands of a person.
"use strict";
(() => {
  const part = () => document.getElementById("live");

  function isInUse(live) {
    const selection = document.getSelection();
    const field = document.activeElement;
    return live.contains(field)
      || (selection !== null && !selection.isCollapsed && live.contains(selection.anchorNode))
      || (field !== null && field.matches("input:not([type=checkbox]), select, textarea"));
  }

  function isPaused() {
    const box = document.getElementById("refresh");
    return document.hidden || (box !== null && !box.checked) || isInUse(part());
  }

  function say(id, text) {
    const element = document.getElementById(id);
    if (element !== null && element.textContent !== text) {
      element.textContent = text;
    }
  }

  const isPoll = event => event.detail.elt.id === "live";

  document.addEventListener("htmx:beforeRequest", event => {
    if (isPoll(event) && isPaused()) {
      event.preventDefault();
    }
  });

  document.addEventListener("htmx:beforeSwap", event => {
    if (event.detail.target.id !== "live" || !event.detail.shouldSwap) {
      return;
    }
    const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const fresh = page.getElementById("live");
    if (fresh === null) {
      // The session has ended: this is the login page.
      event.detail.shouldSwap = false;
      location.reload();
      return;
    }
    for (const id of ["as-of", "summary"]) {
      say(id, page.getElementById(id).textContent);
    }
    say("stale", "");
    if (isInUse(part()) || fresh.innerHTML === part().innerHTML) {
      event.detail.shouldSwap = false;
    }
  });

  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, event => {
      if (isPoll(event)) {
        say("stale", "The last refresh failed.");
      }
    });
  }
})();
