using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Portability;

/// <summary>DPL6002: a file API gets a path with backslashes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BackslashInPathAnalyzer() : DeployabilityAnalyzer(Descriptors.BackslashInPath)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Argument);

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (
            argument is not { Parameter: { } parameter, ArgumentKind: not ArgumentKind.DefaultValue }
            || !HoldsText(parameter.Type)
            || !LocalPaths.TakesPath(parameter)
        )
        {
            return;
        }

        foreach (var value in project.Values.TraceElements(argument.Value))
        {
            if (
                LocalPaths.HasBackslash(value.Text)
                && !IsReplaced(argument.Value)
                && project.Guards.Of(argument) != Guard.Development
                && !project.Platform.IsForWindows(argument)
            )
            {
                context.Report(
                    project,
                    Descriptors.BackslashInPath,
                    value.Literal.GetLocation(),
                    use: [argument.Syntax.GetLocation()],
                    arguments: [value.Text.Replace(TracedValue.Hole.ToString(), "…")]
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
