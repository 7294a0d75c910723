namespace Deployability.Analyzers.Flow;

/// <summary>The arithmetic of guards: of two that both hold the stronger counts, of two ways to a place the weaker.</summary>
internal static class Guards
{
    public static Guard Stronger(Guard left, Guard right) => left > right ? left : right;

    public static Guard Weaker(Guard left, Guard right) => left < right ? left : right;

    public static (Guard WhenTrue, Guard WhenFalse) Reversed(this (Guard WhenTrue, Guard WhenFalse) implied) =>
        (implied.WhenFalse, implied.WhenTrue);

    public static (Guard WhenTrue, Guard WhenFalse) And(
        this (Guard WhenTrue, Guard WhenFalse) left,
        (Guard WhenTrue, Guard WhenFalse) right
    ) => (Stronger(left.WhenTrue, right.WhenTrue), Weaker(left.WhenFalse, right.WhenFalse));

    public static (Guard WhenTrue, Guard WhenFalse) Or(
        this (Guard WhenTrue, Guard WhenFalse) left,
        (Guard WhenTrue, Guard WhenFalse) right
    ) => (Weaker(left.WhenTrue, right.WhenTrue), Stronger(left.WhenFalse, right.WhenFalse));

    /// <summary>What holds where a case was not taken: its pattern did not match, or its condition was false.</summary>
    public static Guard WhenNotTaken((Guard WhenTrue, Guard WhenFalse) pattern, (Guard WhenTrue, Guard WhenFalse)? condition) =>
        condition is { } also ? Weaker(pattern.WhenFalse, also.WhenFalse) : pattern.WhenFalse;
}
