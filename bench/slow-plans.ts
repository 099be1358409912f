/** What `auto_explain` has written into the log of the database server: plans with their times, the slowest first. */
export function readPlans(log: string): { ms: number; plan: string }[] {
  const plans = log.split(/^(?=\S.*LOG: {2}duration: )/m).flatMap((entry) => {
    const ms = /LOG: {2}duration: ([\d.]+) ms {2}plan:\n/.exec(entry);
    if (!ms) return [];
    const end = entry.slice(ms.index + ms[0].length).search(/^\S/m);
    const plan = entry.slice(ms.index + ms[0].length);
    return [{ ms: Number(ms[1]), plan: (end === -1 ? plan : plan.slice(0, end)).trimEnd() }];
  });
  return plans.toSorted((a, b) => b.ms - a.ms);
}
