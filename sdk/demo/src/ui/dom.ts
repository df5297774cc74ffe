type Child = Node | string | undefined;

interface Properties {
  class?: string;
  /** Called on a click. */
  onclick?: (event: MouseEvent) => void;
  /** Everything else becomes an attribute; false and undefined leave it away, true makes it empty. */
  [attribute: string]: string | number | boolean | undefined | ((event: never) => void);
}

/** Makes an element: `h('p', { class: 'hint' }, 'text')`. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as (event: Event) => void);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Shows or hides without taking it out of the page. */
export function show(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}
