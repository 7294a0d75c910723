using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows calls that wait for a person or end the process, and which code serves requests or runs in the background.</summary>
internal static class ProcessControl
{
    private static readonly string[] ToolWords =
    [
        "Command",
        "Cli",
        "Console",
        "Verb",
        "Tool",
        "Install",
        "Setup",
        "Wizard",
        "Prompt",
        "Debug",
    ];

    /// <returns>Whether the call waits for a key or a line from the console.</returns>
    public static bool IsInteractive(IMethodSymbol method) =>
        method.Name is "ReadLine" or "ReadKey" or "Read" && method.ContainingType.Is("System", "Console");

    /// <returns>Whether the call ends the process at once.</returns>
    public static bool EndsProcess(IInvocationOperation call) =>
        call.TargetMethod.Name switch
        {
            "Exit" or "FailFast" => call.TargetMethod.ContainingType.Is("System", "Environment"),
            "Kill" => call.TargetMethod.ContainingType.Is("System.Diagnostics", "Process") && IsOwnProcess(call.Instance),
            _ => false,
        };

    /// <summary>Whether a class is named for what a person runs at a console: a verb, an installer, a debugging aid.</summary>
    public static bool IsTool(INamedTypeSymbol type) =>
        Array.Exists(ToolWords, word => type.Name.IndexOf(word, StringComparison.Ordinal) >= 0);

    /// <summary>Whether a class belongs to the server: it handles requests or messages, or runs in the background.</summary>
    public static bool IsServing(INamedTypeSymbol type, ProjectContext project) =>
        project.Types.Is(type, TypeNames.HostedService)
        || RequestHandlers.IsHandlerType(type, project)
        || IsMiddleware(type)
        || IsComponent(type);

    /// <summary>Whether a lambda handles requests; one that builds a branch of the pipeline does not.</summary>
    public static bool IsHandler(IAnonymousFunctionOperation lambda) =>
        RequestHandlers.IsGivenToPipeline(lambda)
        && lambda.Symbol.Parameters.All(static parameter => parameter.Type.Name != "IApplicationBuilder");

    private static bool IsOwnProcess(IOperation? process) =>
        process?.Unwrap() switch
        {
            IInvocationOperation { TargetMethod.Name: "GetCurrentProcess" } => true,
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } value
                && value.Unwrap() is IInvocationOperation { TargetMethod.Name: "GetCurrentProcess" },
            _ => false,
        };

    private static bool IsMiddleware(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { Name: "Invoke" or "InvokeAsync", Parameters: [{ Type.Name: "HttpContext" }, ..] })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsComponent(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Is("Microsoft.AspNetCore.Components", "ComponentBase"))
            {
                return true;
            }
        }

        return false;
    }
}
