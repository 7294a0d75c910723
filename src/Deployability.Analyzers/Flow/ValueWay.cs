using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Flow;

/// <summary>How a value came here.</summary>
/// <param name="Role">Whether configuration can replace it.</param>
/// <param name="Key">The key by which it can.</param>
/// <param name="Depth">How many steps may still be taken.</param>
internal readonly record struct ValueWay(ValueRole Role, string Key, int Depth)
{
    public ValueWay Next => this with { Depth = Depth - 1 };

    public static ValueWay Start(int depth) => new(ValueRole.Fixed, "", depth);

    public ValueWay Default(string key) => this with { Role = ValueRole.Default, Key = key };

    public TracedValue Found(string text, SyntaxNode literal, IOperation? origin) => new(text, literal, Role, Key, origin);
}
