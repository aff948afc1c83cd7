"""What a browser measures of a page that axe does not: what is cut off, what moves, where the focus cannot be seen."""

from collections.abc import Iterator

from playwright.sync_api import Page

#: CSS pixels of a tablet held sideways, of a screen of 1280 by 1024 zoomed to 200 %, and of the narrowest screen (RGAA
#: 10.4 and 10.11).
SCREENS = ((1024, 768), (640, 512), (320, 640))
#: Buttons that the design system reduces to an icon on a narrow screen, their words still there to be heard.
ICONS = ".fr-header *, .fr-pagination__link, .fr-sr-only"
NAMED = "e => `${e.tagName.toLowerCase()}.${e.className.baseVal ?? e.className} ${e.textContent.trim().slice(0, 40)}`"

CUT = f"""icons => {{
  const named = {NAMED}, hides = value => value === 'hidden' || value === 'clip';
  return [...document.querySelectorAll('body *')].filter(e => {{
    if (e.matches(icons) || e.clientWidth < 3 || e.clientHeight < 3) return false;
    const style = getComputedStyle(e);
    return hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1
      || hides(style.overflowY) && e.scrollHeight > e.clientHeight + 2
      || e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('[role=region][tabindex], svg');
  }}).map(named);
}}"""

MOVING = f"""() => {{
  const named = {NAMED}, some = times => times.split(',').some(time => parseFloat(time) > 0);
  const moves = style => style.animationName !== 'none' || style.scrollBehavior === 'smooth'
    || style.transitionProperty !== 'none' && some(style.transitionDuration);
  return [...document.querySelectorAll('*')].filter(
    e => ['', '::before', '::after'].some(part => moves(getComputedStyle(e, part)))
  ).map(named).concat(document.getAnimations().map(one => String(one)));
}}"""

#: The ring may be drawn around what stands for the element: the whole card of a link, the box of a hidden input.
FOCUS = f"""const named = {NAMED}, ringed = (e, part) => {{
  const style = getComputedStyle(e, part);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
}};
const clear = e => ringed(e) || ringed(e, '::before') || (e.labels?.length && ringed(e.labels[0], '::before'));
const alone = e => e.type !== 'radio' || e === (
  [...document.getElementsByName(e.name)].find(one => one.checked) ?? document.getElementsByName(e.name)[0]
);
const able = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
const stops = () => [...document.querySelectorAll(able)].filter(
  e => e.tabIndex >= 0 && !e.disabled && alone(e) && e.checkVisibility({{visibilityProperty: true}})
);"""

UNSEEN = f"""() => {{
  {FOCUS}
  const unseen = stops().filter(e => {{ e.focus(); return document.activeElement !== e || !clear(e); }});
  document.activeElement.blur();
  return unseen.map(named);
}}"""

FOLLOWED = f"""() => {{
  {FOCUS}
  const all = stops();
  window.visited = [];
  document.addEventListener('focusin', event => window.visited.push(all.indexOf(event.target)));
  return [all.length, all.filter(e => e.type?.startsWith('date')).length];
}}"""
#: A date is one stop of several parts.
PARTS = 8


def cut_off(page: Page) -> Iterator[str]:
    """What a zoom or a narrow screen hides, or pushes out of sight."""
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"cut off at {width} pixels: {one}" for one in page.evaluate(CUT, ICONS))
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"{wide} pixels wide on a screen of {width}"


def moving(page: Page) -> Iterator[str]:
    """What moves for someone who asked that nothing does."""
    yield from (f"moves: {one}" for one in page.evaluate(MOVING))


def unseen(page: Page) -> Iterator[str]:
    """What the keyboard reaches without showing it; a key is pressed first, since the mouse is shown no ring."""
    page.keyboard.press("Tab")
    yield from (f"focus not seen: {one}" for one in page.evaluate(UNSEEN))


def unreached(page: Page) -> Iterator[str]:
    """What Tab alone does not reach in the order of reading."""
    count, dates = page.evaluate(FOLLOWED)
    for _ in range(count + dates * PARTS):
        page.keyboard.press("Tab")
    visited = page.evaluate("window.visited")[:count]
    if visited != list(range(count)):
        yield f"Tab goes {visited} over {count} stops"
