using System.Collections.Immutable;

namespace Deployability.Model;

/// <summary>The facts of one assembly, sorted, without doubles.</summary>
/// <param name="Facts">All of them.</param>
public sealed record FactSet(EquatableArray<Fact> Facts)
{
    /// <summary>Key of the <c>AssemblyMetadataAttribute</c> that carries <see cref="FactSerializer.Serialize"/>'s text.</summary>
    public const string MetadataKey = "Deployability.Facts";

    public static FactSet Empty { get; } = new(EquatableArray<Fact>.Empty);

    public IEnumerable<T> OfKind<T>()
        where T : Fact => Facts.OfType<T>();

    /// <summary>
    /// What holds for an application: its own facts, and those facts of referenced assemblies that it reaches by calls.
    /// </summary>
    /// <param name="application">Facts of the executable. All of them hold, wherever they stand.</param>
    /// <param name="references">Facts of each referenced project.</param>
    /// <returns>
    /// The application's facts and every reached fact; a fact reached only through guarded calls is itself guarded.
    /// Facts of a library that belong to no method (options defaults, configuration keys of classes) always hold.
    /// </returns>
    public static FactSet Resolve(FactSet application, IReadOnlyCollection<FactSet> references)
    {
        var byMember = new Dictionary<string, List<Fact>>(StringComparer.Ordinal);
        var result = application.Facts.Items.ToBuilder();
        foreach (var fact in references.SelectMany(static reference => reference.Facts))
        {
            if (fact.Source.Member.Length == 0)
            {
                result.Add(fact);
            }
            else if (byMember.TryGetValue(fact.Source.Member, out var facts))
            {
                facts.Add(fact);
            }
            else
            {
                byMember.Add(fact.Source.Member, [fact]);
            }
        }

        // An open path reaches more than a guarded one, so open calls are followed first and each member once a kind.
        var visited = new HashSet<(string, GuardKind)>();
        var queue = new Queue<(string Member, GuardKind Guard)>(
            result.OfType<CallFact>().Select(static call => (call.Member, call.Source.Guard)).OrderBy(static call => call.Guard)
        );
        while (queue.Count > 0)
        {
            var (member, guard) = queue.Dequeue();
            if (!byMember.TryGetValue(member, out var facts) || visited.Contains((member, GuardKind.None)) || !visited.Add((member, guard)))
            {
                continue;
            }

            foreach (var fact in facts)
            {
                var reached = guard == GuardKind.None ? fact : fact with { Source = fact.Source with { Guard = guard } };
                result.Add(reached);
                if (reached is CallFact call)
                {
                    queue.Enqueue((call.Member, call.Source.Guard));
                }
            }
        }

        return Create(result);
    }

    /// <summary>Sorts by content and drops doubles, so that the order of discovery never shows.</summary>
    public static FactSet Create(IEnumerable<Fact> facts) =>
        new(
            facts
                .Distinct()
                .Select(static fact => (fact, key: FactSerializer.SortKey(fact)))
                .OrderBy(static pair => pair.key, StringComparer.Ordinal)
                .Select(static pair => pair.fact)
                .ToImmutableArray()
        );
}
