using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2205: a debugger is asked for, or a debug build is shipped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DebugServerAnalyzer() : DeployabilityAnalyzer(Descriptors.DebugServer)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterAdditionalFileAction(static file => AnalyzeFile(file));
        context.RegisterOperationAction(operation => AnalyzeCall(operation, project), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeLoop(operation, project), OperationKind.Loop);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "Launch" or "Break", ContainingType: var type } && type.Is("System.Diagnostics", "Debugger") && project.Guards.RunsInProduction(call))
        {
            context.Report(project, Descriptors.DebugServer, call.Syntax.GetLocation(), arguments: [$"Debugger.{call.TargetMethod.Name}()", "stops the process where no debugger answers; remove it, or keep it inside #if DEBUG"]);
        }
    }

    // while (!Debugger.IsAttached) Thread.Sleep(100): a container waits for ever.
    private static void AnalyzeLoop(OperationAnalysisContext context, ProjectContext project)
    {
        if (context.Operation is IWhileLoopOperation { Condition: { } condition, ConditionIsUntil: false } loop && AsksForNoDebugger(condition.Unwrap()) && project.Guards.RunsInProduction(loop))
        {
            context.Report(project, Descriptors.DebugServer, condition.Syntax.GetLocation(), arguments: ["Waiting for a debugger", "never ends where none attaches; remove it, or keep it inside #if DEBUG"]);
        }
    }

    private static bool AsksForNoDebugger(IOperation condition) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => IsAttached(operand.Unwrap()),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand: var operand, RightOperand.ConstantValue: { HasValue: true, Value: false } } => IsAttached(operand.Unwrap()),
        IIsPatternOperation { Value: var operand, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: false } } } => IsAttached(operand.Unwrap()),
        _ => false,
    };

    private static bool IsAttached(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: "IsAttached", ContainingType: var type } } && type.Is("System.Diagnostics", "Debugger");

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        if (ProjectFiles.KindOf(context.AdditionalFile.Path) == ProjectFileKind.Dockerfile)
        {
            AnalyzeDockerfile(context);
            return;
        }

        if (ProjectFiles.KindOf(context.AdditionalFile.Path) != ProjectFileKind.MSBuild ||
            !context.AdditionalFile.Path.EndsWith(".pubxml", StringComparison.OrdinalIgnoreCase) ||
            context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        var xml = XmlSettings.Of(text);
        foreach (var value in xml.Elements("Configuration").Concat(xml.Elements("LastUsedBuildConfiguration")).SelectMany(static element => element.Texts))
        {
            if (value.Value.Trim().Equals("Debug", StringComparison.OrdinalIgnoreCase))
            {
                context.Report(text, Descriptors.DebugServer, value.Span, $"<{value.Name}>Debug", "publishes code without optimisation; publish the Release configuration");
            }
        }
    }

    // CMD ["dotnet", "watch", "run"] as what the container starts; RUN dotnet publish -c Debug as what it holds.
    private static void AnalyzeDockerfile(AdditionalFileAnalysisContext context)
    {
        if (ProjectFiles.IsForDevelopment(context.AdditionalFile.Path) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var instruction in DockerfileReader.Of(text))
        {
            var words = instruction.Arguments.Split([' ', '\t', '"', '[', ']', ',', '\''], StringSplitOptions.RemoveEmptyEntries);
            var dotnet = Array.IndexOf(words, "dotnet");
            if (dotnet < 0 || dotnet + 1 >= words.Length)
            {
                continue;
            }

            if (instruction is { Keyword: "CMD" or "ENTRYPOINT", Ships: true } && words[dotnet + 1] is "run" or "watch")
            {
                context.Report(text, Descriptors.DebugServer, instruction.Span, $"'dotnet {words[dotnet + 1]}' in the image", "builds at every start and needs the SDK there; publish in a build stage and start the published assembly");
            }
            else if (instruction.Keyword == "RUN" && words[dotnet + 1] is "publish" or "build" && IsDebug(words))
            {
                context.Report(text, Descriptors.DebugServer, instruction.Span, $"'dotnet {words[dotnet + 1]}' of the Debug configuration", "ships code without optimisation; use -c Release");
            }
        }
    }

    private static bool IsDebug(string[] words)
    {
        for (var index = 0; index < words.Length; index++)
        {
            if ((words[index] is "-c" or "--configuration" && index + 1 < words.Length && words[index + 1].Equals("Debug", StringComparison.OrdinalIgnoreCase)) ||
                words[index].Equals("--configuration=Debug", StringComparison.OrdinalIgnoreCase) || words[index].Equals("-p:Configuration=Debug", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
