namespace Deployability.Formats.Yaml;

/// <summary>Bounds the work of merging: a small file whose aliases unfold to billions of nodes stays small.</summary>
internal sealed class MergeBudget
{
    private int left = 50_000;

    /// <summary>Whether one more node may be looked at.</summary>
    public bool TryTake() => left-- > 0;
}
