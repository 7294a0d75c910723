using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1005: a path with a drive letter, a UNC share or a home directory.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MachineSpecificPathAnalyzer() : DeployabilityAnalyzer(Descriptors.MachineSpecificPath)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterLiterals(LocalPaths.PositionsIn, literal => Analyze(literal, project));

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        if (context.Operation is not { ConstantValue: { HasValue: true, Value: string text } })
        {
            return;
        }

        var isMachines = LocalPaths.IsMachineSpecific(text);
        if (!isMachines && !LocalPaths.MayBeHome(text))
        {
            return;
        }

        var value = Whole(context.Operation);
        if (
            !isMachines && !IsGivenToFileApi(value) && !LocalPaths.IsNamedForPath(value)
            || !IsUsedAsPath(value)
            || (LocalPaths.IsPlaceholder(text) || LocalPaths.IsOfWindows(text)) && !IsGivenToFileApi(value)
            || project.Guards.Of(value) == Guard.Development
            || project.Platform.IsForWindows(value)
            || DesktopActions.IsPartOfOne(value, project)
        )
        {
            return;
        }

        var read =
            value.Parent is ICoalesceOperation coalesce && coalesce.WhenNull == value
                ? ConfigurationReads.TryRecognise(coalesce.Value.Unwrap())
                : null;
        var key = read?.Key ?? LocalPaths.KeyFor(value);
        context.Report(
            project,
            Descriptors.MachineSpecificPath,
            value.Syntax.GetLocation(),
            properties: FixProperties.Of(
                key,
                (FixProperties.Plain, true),
                (FixProperties.Loopback, true),
                (FixProperties.Default, read is not null)
            ),
            arguments: [text, key]
        );
    }

    // Of $@"C:\data\{name}" the interpolation, of @"C:\data\" + name the literal.
    private static IOperation Whole(IOperation literal) =>
        literal.Parent is IInterpolatedStringTextOperation { Parent: { } interpolation } ? interpolation : literal;

    private static bool IsGivenToFileApi(IOperation value) =>
        value.Parent is IArgumentOperation { Parameter: { } parameter } && LocalPaths.TakesPath(parameter);

    // A path that is compared with, looked for, matched or shown is not one that the app reads or writes.
    private static bool IsUsedAsPath(IOperation value)
    {
        for (var current = value.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAttributeOperation or IThrowOperation or IConstantPatternOperation or ICaseClauseOperation or IIsPatternOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
                    return false;
                case IObjectCreationOperation { Type: { } type }
                    when type.IsInNamespace("System.Text.RegularExpressions") || type.Name.EndsWith("Exception", StringComparison.Ordinal):
                    return false;
                case IInvocationOperation call:
                    return !OnlyLooks(call.TargetMethod);
                case IBlockOperation:
                    return true;
            }
        }

        return value.Syntax.FirstAncestorOrSelf<AttributeSyntax>() is null;
    }

    private static bool OnlyLooks(IMethodSymbol method) =>
        method.ContainingType.SpecialType == SpecialType.System_String
            && method.Name is not ("Format" or "Concat" or "Join" or "Trim" or "TrimEnd")
        || method.ContainingType.Is("System", "Console")
        || method.ContainingType.IsInNamespace("System.Text.RegularExpressions")
        || method.Name.StartsWith("Log", StringComparison.Ordinal)
        || method.Name is "Exists" or "Equals" or "Replace" or "WithDescription" or "WithSummary";
}
