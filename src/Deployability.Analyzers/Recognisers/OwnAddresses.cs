using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the address at which the app calls itself, or what runs beside it: loopback, with a port that is known only at run time.</summary>
internal static class OwnAddresses
{
    private const int MaxDepth = 4;

    // What is left of the name of a key for the app's own port, without the words for ports.
    private static readonly string[] OwnWords =
    [
        "",
        "app",
        "api",
        "web",
        "ui",
        "server",
        "service",
        "self",
        "own",
        "host",
        "internal",
        "kestrel",
        "listen",
        "listening",
        "aspnetcore",
    ];

    private static readonly string[] PortWords = ["ports", "port", "https", "http"];

    /// <summary>
    /// Whether an address is loopback with a port that is worked out at run time and called after the app, or after nothing else: <c>$"https://localhost:{settings.UiPort}"</c>.
    /// That of something else (<c>ORDERS_PORT</c>, <c>settings.InventoryPort</c>) it is not.
    /// </summary>
    /// <param name="url">The address.</param>
    /// <param name="value">Where it comes from.</param>
    /// <param name="project">Of the compilation.</param>
    public static bool Is(EndpointUrl url, TracedValue value, ProjectContext project) =>
        url is { IsLoopback: true, Port: 0, Authority: var authority }
        && authority.Length > 1
        && authority[authority.Length - 1] == TracedValue.Hole
        && authority[authority.Length - 2] == ':'
        && url.Host.IndexOf("docker", StringComparison.OrdinalIgnoreCase) < 0
        && PortIn(project.OperationOf(value.Literal)) is { } port
        && (KeyOf(port, MaxDepth) ?? NameOf(port)) is { } name
        && NamesApp(name, project.Compilation.AssemblyName ?? "");

    // Of $"https://localhost:{port}/hub" and "https://localhost:" + port + "/hub" what follows the colon.
    private static IOperation? PortIn(IOperation? address)
    {
        switch (address?.Unwrap())
        {
            case IInterpolatedStringOperation { Parts: var parts }:
                for (var i = 1; i < parts.Length; i++)
                {
                    if (
                        parts[i] is IInterpolationOperation { Expression: var hole }
                        && parts[i - 1] is IInterpolatedStringTextOperation { Text: var text }
                        && EndsWithColon(text)
                    )
                    {
                        return hole;
                    }
                }

                return null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                return EndsWithColon(LastOf(add.LeftOperand)) ? add.RightOperand : PortIn(add.LeftOperand);
            default:
                return null;
        }
    }

    private static IOperation LastOf(IOperation text) =>
        text.Unwrap() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add ? LastOf(add.RightOperand) : text;

    private static bool EndsWithColon(IOperation text) =>
        text.ConstantValue is { HasValue: true, Value: string { Length: > 0 } written } && written[written.Length - 1] == ':';

    private static string? KeyOf(IOperation? port, int depth) =>
        port?.Unwrap() switch
        {
            null => null,
            _ when depth == 0 => null,
            var read when ConfigurationReads.TryRecognise(read) is { Key: { Length: > 0 } key } => key,
            ICoalesceOperation coalesce => KeyOf(coalesce.Value, depth - 1),
            ILocalReferenceOperation local => KeyOf(LocalValues.SingleValue(local.Local, local), depth - 1),
            IInvocationOperation { TargetMethod.Name: "Parse" or "ToInt32" or "ToString" } call => KeyOf(
                call.Instance ?? call.Argument(0),
                depth - 1
            ),
            _ => null,
        };

    private static string? NameOf(IOperation port) =>
        port.Unwrap() switch
        {
            IMemberReferenceOperation member => member.Member.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            ILocalReferenceOperation local => local.Local.Name,
            IInvocationOperation { Instance: { } instance, TargetMethod.Name: "ToString" } => NameOf(instance),
            _ => null,
        };

    // CovenantPort of Covenant, Kestrel:Port, ASPNETCORE_HTTP_PORTS.
    private static bool NamesApp(string key, string assembly)
    {
        var name = Letters(key);
        foreach (var word in PortWords)
        {
            name = name.Replace(word, "");
        }

        return Array.IndexOf(OwnWords, name) >= 0 || Letters(assembly).IndexOf(name, StringComparison.Ordinal) >= 0;
    }

    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
