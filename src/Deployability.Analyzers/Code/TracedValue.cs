using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Code;

/// <summary>A string that may reach a place in the code, with the literal that it comes from.</summary>
/// <param name="Text">The text; each part known only at run time is one <see cref="Hole"/>.</param>
/// <param name="Literal">The literal, interpolation or concatenation that must change.</param>
/// <param name="Role">Whether configuration can replace it.</param>
/// <param name="Key">The configuration key or variable whose default it is; empty when there is none.</param>
/// <param name="Origin">An operation at the place where the value enters this method's flow, for guards; null when it stands elsewhere.</param>
internal sealed record TracedValue(string Text, SyntaxNode Literal, ValueRole Role, string Key, IOperation? Origin)
{
    /// <summary>Stands for a part known only at run time (U+FFFC, the object replacement character).</summary>
    public const char Hole = '\uFFFC';

    public bool HasHole => Text.IndexOf(Hole) >= 0;
}

/// <summary>Whether a value holds whatever is configured.</summary>
internal enum ValueRole
{
    /// <summary>Used as it stands.</summary>
    Fixed,

    /// <summary>Used when configuration says nothing: the right side of <c>??</c>, a default of <c>GetValue</c>, an initialiser of an options class.</summary>
    Default,
}
