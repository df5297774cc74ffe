/** Who speaks, as the node hears it. */
export class Speakers {
  #ids: readonly string[] = [];

  /** Participant ids, the one who has been speaking longest first. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  includes(participantId: string): boolean {
    return this.#ids.includes(participantId);
  }

  /** Takes what the node says; returns who began or ceased. */
  replace(ids: readonly string[]): string[] {
    const before = this.#ids;
    this.#ids = [...ids];
    return [...before.filter((id) => !ids.includes(id)), ...ids.filter((id) => !before.includes(id))];
  }
}
