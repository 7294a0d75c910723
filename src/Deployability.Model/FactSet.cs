using System.Collections.Immutable;
using System.Globalization;

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
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var calls = result.OfType<CallFact>().ToList();
        var queue = new Queue<CallFact>(
            calls
                .Where(static call => call.Source.Guard == GuardKind.None)
                .Concat(calls.Where(static call => call.Source.Guard != GuardKind.None))
        );
        while (queue.Count > 0)
        {
            var from = queue.Dequeue();
            var guard = from.Source.Guard;
            if (
                !byMember.TryGetValue(from.Member, out var facts)
                || visited.Contains(Visit(from.Member, GuardKind.None))
                || !visited.Add(Visit(from.Member, guard))
            )
            {
                continue;
            }

            foreach (var fact in facts)
            {
                var reached = guard == GuardKind.None ? fact : fact with { Source = fact.Source with { Guard = guard } };
                result.Add(reached);
                if (reached is CallFact call)
                {
                    queue.Enqueue(call);
                }
            }
        }

        return Create(result);

        static string Visit(string member, GuardKind guard) => $"{((int)guard).ToString(CultureInfo.InvariantCulture)} {member}";
    }

    /// <summary>Sorts by content and drops doubles, so that the order of discovery never shows.</summary>
    public static FactSet Create(IEnumerable<Fact> facts)
    {
        // The key is all of the content. Classes, not tuples: what is generic over structs is compiled anew in every publish.
        var result = ImmutableArray.CreateBuilder<Fact>();
        var last = "";
        foreach (var keyed in facts.Select(static fact => new Keyed(fact)).OrderBy(static keyed => keyed.Key, StringComparer.Ordinal))
        {
            if (keyed.Key != last)
            {
                result.Add(keyed.Fact);
                last = keyed.Key;
            }
        }

        return new(result.ToImmutable());
    }

    private sealed class Keyed(Fact fact)
    {
        public Fact Fact => fact;

        public string Key { get; } = FactSerializer.SortKey(fact);
    }
}
