namespace Deployability.Secrets.Formats;

/// <summary>A way in which a secret can be recognised by itself, without a name beside it.</summary>
/// <param name="marker">The characters that lead to it; compared by case.</param>
internal abstract class SecretFormat(string marker)
{
    public string Marker { get; } = marker;

    /// <summary>Looks for the secret around a marker.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="index">Where <see cref="Marker"/> stands in it.</param>
    /// <returns>The secret, or null. Reads a bounded number of characters around the marker, or ends before the next marker can begin.</returns>
    public abstract SecretMatch? Match(ReadOnlySpan<char> text, int index);

    /// <summary>Whether the secret may stand around a marker in a file of code, where texts have their quotes and escapes; a no is certain.</summary>
    /// <param name="source">The text of the file.</param>
    /// <param name="index">Where <see cref="Marker"/> stands in it.</param>
    public virtual bool MayStandAt(ReadOnlySpan<char> source, int index) => true;
}
