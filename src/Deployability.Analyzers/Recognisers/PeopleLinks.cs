using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows links that people get, in a mail mostly, to go on with what they began: <c>$"http://localhost:4200/reset-password?token={token}"</c>.</summary>
internal static class PeopleLinks
{
    /// <summary>The key of configuration that a message proposes for where such links lead.</summary>
    public const string Key = "Links:BaseUrl";

    private static readonly string[] Words = ["token", "code=", "reset", "confirm", "verif", "activat", "invit", "unsubscri"];

    private static readonly char[] EndOfUrl = [' ', '"', '\'', '<', '>', '\n', '\r', ')'];

    /// <summary>Where in the text of a file, as it is written, such a link to this machine may stand.</summary>
    public static IEnumerable<int> PositionsIn(string source)
    {
        for (
            var position = source.IndexOf("://localhost", StringComparison.Ordinal);
            position >= 0;
            position = source.IndexOf("://localhost", position + 1, StringComparison.Ordinal)
        )
        {
            yield return position;
        }
    }

    /// <returns>The link that a text between the holes of an interpolation, or before what is added to it, begins; null when it is none.</returns>
    public static EndpointUrl? TryRecognise(IOperation literal)
    {
        if (literal.ConstantValue is not { HasValue: true, Value: string text } || !IsFollowed(literal))
        {
            return null;
        }

        var host = text.LastIndexOf("://localhost", StringComparison.Ordinal);
        if (host < 4)
        {
            return null;
        }

        var start = host - (text.StartsWithAt("https", host - 5) ? 5 : 4);
        return
            text.IndexOfAny(EndOfUrl, host) < 0
            && EndpointUrl.TryParse(text.Substring(start)) is { Scheme: "http" or "https" } url
            && Array.Exists(Words, word => url.Rest.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            && !IsForDevelopers(literal)
            ? url
            : null;
    }

    private static bool StartsWithAt(this string text, string part, int start) =>
        start >= 0 && string.CompareOrdinal(text, start, part, 0, part.Length) == 0;

    // A hole comes next, or a value is added.
    private static bool IsFollowed(IOperation literal) =>
        literal.Parent switch
        {
            IInterpolatedStringTextOperation { Parent: IInterpolatedStringOperation whole } part => whole.Parts[whole.Parts.Length - 1]
                != part,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add => add.LeftOperand == literal || add.Parent is IBinaryOperation,
            _ => false,
        };

    private static bool IsForDevelopers(IOperation literal)
    {
        for (var parent = literal.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (
                parent is IThrowOperation
                || parent is IInvocationOperation { TargetMethod: var method }
                    && (method.Name.StartsWith("Log", StringComparison.Ordinal) || method.ContainingType.Is("System", "Console"))
            )
            {
                return true;
            }
        }

        return false;
    }
}
