using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Portability;

/// <summary>DPL6002: a file API gets a path with backslashes.</summary>
#pragma warning disable RS1001 // ValuesAnalyzer is what the compiler runs.
public sealed class BackslashInPathAnalyzer() : DeployabilityAnalyzer(Descriptors.BackslashInPath)
#pragma warning restore RS1001
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterUses(
            project,
            Descriptors.BackslashInPath,
            Taken.Path,
            isAlways: null,
            static operation => operation.Arguments(),
            use => use is IArgumentOperation argument ? Judge(argument, project) : []
        );

    private static IEnumerable<ValueFinding> Judge(IArgumentOperation argument, ProjectContext project) =>
        argument is { Parameter: { } parameter, ArgumentKind: not ArgumentKind.DefaultValue }
        && HoldsText(parameter.Type)
        && LocalPaths.TakesPath(parameter)
            ? JudgePath(argument, project)
            : [];

    private static IEnumerable<ValueFinding> JudgePath(IArgumentOperation argument, ProjectContext project)
    {
        foreach (var value in project.Values.TraceElements(argument.Value))
        {
            if (
                LocalPaths.HasBackslash(value.Text)
                && !IsReplaced(argument.Value)
                && project.Guards.Of(argument) != Guard.Development
                && !project.Platform.IsForWindows(argument)
            )
            {
                yield return new ValueFinding(
                    value.Literal.GetLocation(),
                    argument.Syntax,
                    value.Text.Replace(TracedValue.Hole.ToString(), "…")
                );
            }
        }
    }

    private static bool IsReplaced(IOperation value) => value.Unwrap() is IInvocationOperation { TargetMethod.Name: "Replace" };

    private static bool HoldsText(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
        || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String }
        || type is INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [{ SpecialType: SpecialType.System_String }] };
}
