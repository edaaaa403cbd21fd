// Small helpers. Nothing is ever put into the page as markup.
export const byId = (id) => document.getElementById(id);

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Asks the program to do something; gives its answer, and what it says where it refuses.
export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("Content-Type") === "application/json";
  return { ok: answer.ok, status: answer.status, told: isJson ? JSON.parse(text) : text };
}

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
