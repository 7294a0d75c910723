using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2205: a debugger is asked for, or a debug build is shipped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DebugServerAnalyzer() : DeployabilityAnalyzer(Descriptors.DebugServer)
{
    private const string Server =
        "builds at every start and needs the SDK there; publish in a build stage and start the published assembly";

    private static readonly string[] StartKeys = ["command", "entrypoint"];

    private static readonly string[] ConfigurationOptions =
    [
        "--configuration=",
        "-c=",
        "-p:Configuration=",
        "/p:Configuration=",
        "--property:Configuration=",
    ];

    // A team's own configuration of that name is built as Debug is, unless its project says otherwise.
    private static readonly string[] DebugConfigurations = ["Debug", "Development", "Dev"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterAllFiles(ProjectFileKind.PublishProfile, AnalyzeProfile);
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, AnalyzeDockerfile);
        context.RegisterShippedFiles(ProjectFileKind.Compose, AnalyzeCompose);
        context.RegisterShippedManifests(Descriptors.DebugServer, static (manifest, _, _) => JudgeManifest(manifest));
        context.RegisterOperations(project, Find.DebuggerCalls, operation => AnalyzeCall(operation, project), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeLoop(operation, project), OperationKind.Loop);
    }

    private static void AnalyzeCall(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod is { Name: "Launch" or "Break", ContainingType: var type }
            && type.Is("System.Diagnostics", "Debugger")
            && project.Guards.RunsInProduction(call)
        )
        {
            context.Report(
                project,
                Descriptors.DebugServer,
                call.Syntax.GetLocation(),
                arguments:
                [
                    $"Debugger.{call.TargetMethod.Name}()",
                    "asks for a debugger, which a container has not, and on Windows holds up the process; remove it, or keep it inside #if DEBUG",
                ]
            );
        }
    }

    // while (!Debugger.IsAttached) Thread.Sleep(100): a container waits for ever.
    private static void AnalyzeLoop(OperationContext context, ProjectContext project)
    {
        if (
            context.Operation is IWhileLoopOperation { Condition: { } condition, ConditionIsUntil: false } loop
            && AsksForNoDebugger(condition.Unwrap())
            && project.Guards.RunsInProduction(loop)
        )
        {
            context.Report(
                project,
                Descriptors.DebugServer,
                condition.Syntax.GetLocation(),
                arguments: ["Waiting for a debugger", "never ends where none attaches; remove it, or keep it inside #if DEBUG"]
            );
        }
    }

    private static bool AsksForNoDebugger(IOperation condition) =>
        condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => IsAttached(operand.Unwrap()),
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.Equals,
                LeftOperand: var operand,
                RightOperand.ConstantValue: { HasValue: true, Value: false }
            } => IsAttached(operand.Unwrap()),
            IIsPatternOperation
            {
                Value: var operand,
                Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: false } }
            } => IsAttached(operand.Unwrap()),
            _ => false,
        };

    private static bool IsAttached(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: "IsAttached", ContainingType: var type } }
        && type.Is("System.Diagnostics", "Debugger");

    private static void AnalyzeProfile(FileContext context)
    {
        foreach (var element in context.Views.Xml.Named("Configuration").Concat(context.Views.Xml.Named("LastUsedBuildConfiguration")))
        {
            foreach (var value in element.Texts)
            {
                if (value.Value.Equals("Debug", StringComparison.OrdinalIgnoreCase))
                {
                    context.Report(
                        Descriptors.DebugServer,
                        value.Range,
                        $"<{element.Name}>Debug",
                        "publishes code without optimisation; publish the Release configuration"
                    );
                }
            }
        }
    }

    // CMD ["dotnet", "watch", "run"] as what the container starts; RUN dotnet publish -c Debug as what it holds.
    private static void AnalyzeDockerfile(FileContext context)
    {
        foreach (var stage in context.Views.Dockerfile.Stages)
        {
            foreach (var instruction in stage.IsUsed ? stage.Instructions : [])
            {
                foreach (var command in instruction.Commands)
                {
                    var words = command.Select(static word => word.Text).ToList();
                    if (stage.IsInImage && instruction.Keyword is "CMD" or "ENTRYPOINT" && DebugServers.In(words) is { } server)
                    {
                        context.Report(Descriptors.DebugServer, instruction.Range, $"'{server}' in the image", Server);
                    }
                    else if (instruction.Keyword == "RUN" && DebugBuildIn(words) is { } build)
                    {
                        context.Report(
                            Descriptors.DebugServer,
                            instruction.Range,
                            $"'{build.Command}' of the {build.Configuration} configuration",
                            "ships code without optimisation; use -c Release"
                        );
                    }
                }
            }
        }
    }

    private static void AnalyzeCompose(FileContext context)
    {
        var projects = ComposeProjects.Of(context.Files, context.CancellationToken);
        foreach (var started in projects.In(context.File))
        {
            var service = started[0];
            foreach (var key in StartKeys)
            {
                if (
                    service.Node.Find(key) is { } node
                    && projects.FileOf(node.File) == context.File
                    && started.Skip(1).All(other => other.Node.Find(key) == node)
                    && DebugServers.In(service.WordsOf(key)) is { } server
                )
                {
                    context.Report(Descriptors.DebugServer, node.Range, $"'{server}' of service '{service.Name}'", Server);
                }
            }
        }
    }

    private static IEnumerable<ManifestFinding> JudgeManifest(KubernetesObject manifest)
    {
        foreach (var container in manifest.Containers)
        {
            var command = container.Node.Find("command");
            var arguments = container.Node.Find("args");
            var words = (command?.Items ?? []).Concat(arguments?.Items ?? []).SelectMany(static item => item.Text.Split(' ')).ToList();
            if (DebugServers.In(words) is { } server)
            {
                yield return ManifestFinding.At((command ?? arguments)!, $"'{server}' of container '{container.Name}'", Server);
            }
        }
    }

    // dotnet publish -c Debug: the command, and the configuration.
    private static (string Command, string Configuration)? DebugBuildIn(List<string> words)
    {
        var dotnet = words.IndexOf("dotnet");
        return
            dotnet >= 0
            && dotnet + 1 < words.Count
            && words[dotnet + 1] is "publish" or "build"
            && ConfigurationsIn(words)
                .FirstOrDefault(static name =>
                    Array.Exists(DebugConfigurations, known => name.Equals(known, StringComparison.OrdinalIgnoreCase))
                )
                is { } configuration
            ? ("dotnet " + words[dotnet + 1], configuration)
            : null;
    }

    private static IEnumerable<string> ConfigurationsIn(List<string> words)
    {
        for (var index = 0; index < words.Count; index++)
        {
            if (words[index] is "-c" or "--configuration" && index + 1 < words.Count)
            {
                yield return words[index + 1];
            }
            else if (
                Array.Find(ConfigurationOptions, option => words[index].StartsWith(option, StringComparison.OrdinalIgnoreCase)) is
                { } option
            )
            {
                yield return words[index].Substring(option.Length);
            }
        }
    }
}
