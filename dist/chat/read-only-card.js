/** A card in a Read-Only contact's own conversation: of its controls those remain that only show something. */
export function readOnlyCard(card) {
    const elements = card.elements.flatMap((element) => {
        if (element.kind !== 'actions')
            return [element];
        const controls = element.actions.filter(onlyShows);
        return controls.length > 0 ? [{ ...element, actions: controls }] : [];
    });
    return { ...card, elements };
}
function onlyShows(control) {
    return control.kind === 'link' || (control.kind === 'button' && control.action === 'view');
}
//# sourceMappingURL=read-only-card.js.map