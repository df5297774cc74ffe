import type { PathHop, TrackPath } from '@banyan/sdk';

/** A node of the mesh in the picture. */
export interface PlacedNode {
  readonly node: string;
  /** Links from here to the own node: 0 is the own one. */
  readonly depth: number;
  /** Among the nodes of the same depth. */
  readonly row: number;
}

/** A link, and how many of the tracks that are shown here take it. */
export interface PlacedLink {
  readonly hop: PathHop;
  readonly tracks: number;
}

export interface PathPicture {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

/** The ways of all tracks as one graph, whose nodes are as many columns from the own one as the longest way has links. */
export function pictureOf(paths: readonly TrackPath[], own: string): PathPicture {
  const depths = new Map<string, number>([[own, 0]]);
  const links = new Map<string, { hop: PathHop; tracks: number }>();
  for (const { hops } of paths) {
    hops.forEach((hop, index) => {
      const depth = hops.length - index;
      depths.set(hop.from, Math.max(depth, depths.get(hop.from) ?? 0));
      const key = `${hop.from} ${hop.to}`;
      const known = links.get(key);
      if (known) known.tracks++;
      else links.set(key, { hop, tracks: 1 });
    });
  }
  const rows = new Map<number, number>();
  const nodes = [...depths]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([node, depth]) => {
      const row = rows.get(depth) ?? 0;
      rows.set(depth, row + 1);
      return { node, depth, row };
    });
  return { nodes, links: [...links.values()] };
}

/** How bad a link is, for its colour. */
export function healthOf({ loss, why }: PathHop): 'good' | 'fair' | 'poor' {
  if (loss >= 0.05) return 'poor';
  return loss >= 0.005 || why === 'backup' ? 'fair' : 'good';
}

/** "1.2 % lost, 31 repaired, for 2 min: soonest". */
export function detailsOf({ loss, repaired, ageSeconds, why }: PathHop): string {
  const age = ageSeconds < 60 ? `${ageSeconds} s` : `${Math.floor(ageSeconds / 60)} min`;
  return `${(loss * 100).toFixed(1)} % lost, ${repaired} repaired, for ${age}${why ? `: ${why}` : ''}`;
}
