/**
 * Makes the page survive browser translation, and extensions that mark words: they replace text nodes that React still
 * holds with elements. React then fails to remove them (facebook/react#11538, open since 2017), and writes to nodes that
 * are no longer in the page. This remembers the replacement of each text node: it is removed in the node's place, and when
 * React writes to the node, the node returns to the page, to be translated again.
 */
export function surviveTranslation(root: Node): void {
  const standIns = new WeakMap<Node, Element>()
  const written = new MutationObserver((records) => {
    for (const { target } of records) bringBack(target)
  })
  const bringBack = (text: Node) => {
    const standIn = standIns.get(text)
    standIns.delete(text)
    if (standIn?.isConnected === true && !text.isConnected) standIn.replaceWith(text)
  }
  const replaced = (records: readonly MutationRecord[]) => {
    for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records) {
      for (const text of removedNodes) {
        if (text.nodeType !== Node.TEXT_NODE || text.isConnected) continue
        const standIn = [...addedNodes, previousSibling, nextSibling].find(isForeign)
        if (standIn === undefined) continue
        standIns.set(text, standIn)
        written.observe(text, { characterData: true })
      }
    }
  }
  const watch = new MutationObserver(replaced)
  watch.observe(root, { childList: true, subtree: true })
  /** The child of `parent` that replaces a node; null if there is none. */
  const inPlaceOf = (child: Node, parent: Node): Node | null => {
    if (child.parentNode === parent) return child
    replaced(watch.takeRecords())
    const standIn = standIns.get(child)
    return standIn?.parentNode === parent ? standIn : null
  }
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    const there = inPlaceOf(child, this)
    if (isChild(there)) there.remove()
    return child
  }
  Node.prototype.insertBefore = function <T extends Node>(
    this: Node,
    node: T,
    before: Node | null,
  ): T {
    const there = before === null ? null : inPlaceOf(before, this)
    if (isChild(there)) there.before(node)
    else this.appendChild(node)
    return node
  }
}

const isChild = (node: Node | null): node is Element | CharacterData =>
  node instanceof Element || node instanceof CharacterData

/** Translation's wrapper: React makes no `font` elements here. */
const isForeign = (node: Node | null): node is Element => node?.nodeName === 'FONT'
