namespace Deployability.Analyzers.Flow;

/// <summary>The arithmetic of guards: of two that both hold the stronger counts, of two ways to a place the weaker.</summary>
internal static class Guards
{
    /// <summary>The guard of what never runs: under what never is, nothing of ours happens in Production.</summary>
    public const Guard Never = Guard.Development;

    public static Guard Stronger(Guard left, Guard right) => left > right ? left : right;

    public static Guard Weaker(Guard left, Guard right) => left < right ? left : right;

    extension(Implied implied)
    {
        /// <summary>What the opposite of a condition says.</summary>
        public Implied Reversed() => new(implied.WhenFalse, implied.WhenTrue);

        /// <summary>What both conditions together say.</summary>
        public Implied And(Implied other) => new(Stronger(implied.WhenTrue, other.WhenTrue), Weaker(implied.WhenFalse, other.WhenFalse));

        /// <summary>What one of two conditions says, whichever it is.</summary>
        public Implied Or(Implied other) => new(Weaker(implied.WhenTrue, other.WhenTrue), Stronger(implied.WhenFalse, other.WhenFalse));

        /// <summary>What holds whichever of two callers, or places, gave the answer.</summary>
        public Implied Either(Implied other) => new(Weaker(implied.WhenTrue, other.WhenTrue), Weaker(implied.WhenFalse, other.WhenFalse));
    }

    /// <summary>What holds where a case was not taken: its pattern did not match, or its condition was false.</summary>
    public static Guard WhenNotTaken(Implied pattern, Implied? condition) =>
        condition is { } also ? Weaker(pattern.WhenFalse, also.WhenFalse) : pattern.WhenFalse;
}
