using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2203: the Development environment is baked in, in code, web.config, a publish profile, a Dockerfile or a manifest.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DevelopmentEnvironmentAnalyzer() : DeployabilityAnalyzer(Descriptors.DevelopmentEnvironment)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterAdditionalFileAction(static file => AnalyzeFile(file));
        context.RegisterOperationAction(operation => Analyze(operation, project), OperationKind.Invocation, OperationKind.SimpleAssignment, OperationKind.Coalesce, OperationKind.Conditional);
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (EnvironmentChoices.TryRecognise(context.Operation) is { } choice &&
            EnvironmentChoices.IsDevelopment(choice.Name) &&
            project.Guards.RunsInProduction(context.Operation))
        {
            context.Report(project, Descriptors.DevelopmentEnvironment, choice.Name.Syntax.GetLocation(), arguments: choice.Display + " = \"Development\"");
        }
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        var kind = ProjectFiles.KindOf(context.AdditionalFile.Path);
        if (kind is not (ProjectFileKind.WebConfig or ProjectFileKind.MSBuild or ProjectFileKind.Dockerfile) ||
            ProjectFiles.IsForDevelopment(context.AdditionalFile.Path) ||
            context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var (span, display) in kind switch
        {
            ProjectFileKind.WebConfig => InWebConfig(text),
            ProjectFileKind.Dockerfile => InDockerfile(text),
            _ => InPublishProfile(text),
        })
        {
            context.Report(text, Descriptors.DevelopmentEnvironment, span, display);
        }
    }

    private static IEnumerable<(TextSpan Span, string Display)> InWebConfig(SourceText text) =>
        from element in XmlSettings.Of(text).Elements("environmentVariable")
        let name = element.Attribute("name")
        let value = element.Attribute("value")
        where name is not null && value is not null && EnvironmentChoices.IsEnvironmentVariable(name.Value) && IsDevelopment(value.Value)
        select (value.Span, name.Value + "=Development");

    // ENV ASPNETCORE_ENVIRONMENT=Development, or the old form with a space.
    private static IEnumerable<(TextSpan Span, string Display)> InDockerfile(SourceText text)
    {
        foreach (var instruction in DockerfileReader.Of(text))
        {
            if (instruction is not { Keyword: "ENV", Ships: true })
            {
                continue;
            }

            var words = instruction.Arguments.Split([' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries);
            for (var index = 0; index + 1 < words.Length; index++)
            {
                if (EnvironmentChoices.IsEnvironmentVariable(words[index]) && IsDevelopment(words[index + 1].Trim('"', '\'')))
                {
                    yield return (instruction.Span, words[index] + "=Development");
                }
            }
        }
    }

    // The Web SDK writes <EnvironmentName> into the published web.config.
    private static IEnumerable<(TextSpan Span, string Display)> InPublishProfile(SourceText text) => XmlSettings.Of(text).Elements("EnvironmentName")
        .SelectMany(static element => element.Texts)
        .Where(static name => IsDevelopment(name.Value))
        .Select(static name => (name.Span, "EnvironmentName=Development"));

    private static bool IsDevelopment(string value) => value.Trim().Equals("Development", StringComparison.OrdinalIgnoreCase);
}
