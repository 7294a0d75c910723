using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Contract;

/// <summary>Finds reads of configuration whose keys nobody can tell: computed ones, sections that are handed on, hosts that go out of sight.</summary>
/// <param name="project">That reads.</param>
internal sealed class OpenReads(ProjectContext project)
{
    private static readonly string[] ConfigurationWords =
    [
        "Configuration",
        "IConfiguration",
        "IConfigurationRoot",
        "IConfigurationSection",
        "ConfigurationManager",
        "configuration",
    ];

    /// <returns>Whether any key at all may be read, and else the sections of which each may be.</returns>
    public (bool IsOpen, List<string> Sections) In(CancellationToken cancellation)
    {
        var sections = new List<string>();
        if (
            project.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
                UnseenHelpers.IsProject(assembly, project.Compilation)
            )
        )
        {
            return (true, sections);
        }

        foreach (var call in project.All(Find.HelperCalls, cancellation))
        {
            if (call.Operation is IInvocationOperation invocation && IsHandedOn(invocation, sections))
            {
                return (true, sections);
            }
        }

        foreach (var tree in project.Trees)
        {
            foreach (var node in project.Candidates(tree, Find.ConfigurationReads))
            {
                if (project.OperationOf(node) is { } operation && IsOpenRead(operation, sections))
                {
                    return (true, sections);
                }
            }

            foreach (var node in IndexersIn(tree, cancellation))
            {
                if (project.OperationOf(node) is { } operation && IsOpenRead(operation, sections))
                {
                    return (true, sections);
                }
            }
        }

        return (false, sections);
    }

    // configuration[key], section[$"{name}:Url"]: which the search for keys leaves out, as most of them index something else.
    private IEnumerable<ElementAccessExpressionSyntax> IndexersIn(SyntaxTree tree, CancellationToken cancellation) =>
        Array.Exists(ConfigurationWords, word => project.MayMention(tree, word))
            ? tree.GetRoot(cancellation)
                .DescendantNodes()
                .OfType<ElementAccessExpressionSyntax>()
                .Where(static access =>
                    access.ArgumentList.Arguments is [{ Expression: not LiteralExpressionSyntax }]
                    && access.Expression.NameOfMember() is { } name
                    && (
                        name.IndexOf("onfig", StringComparison.Ordinal) >= 0
                        || name.IndexOf("ection", StringComparison.Ordinal) >= 0
                        || name.IndexOf("ettings", StringComparison.Ordinal) >= 0
                    )
                )
            : [];

    // A host or its configuration that goes where nobody can look.
    private bool IsHandedOn(IInvocationOperation call, List<string> sections)
    {
        var assembly = call.TargetMethod.ContainingAssembly?.Name ?? "";
        if (SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, project.Compilation.Assembly))
        {
            return false;
        }

        var isUnseen = UnseenHelpers.IsUnseen(call.TargetMethod, project);
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unwrap();
            if (ConfigurationReads.IsConfiguration(value.Type) && value.Type?.Name != "ConfigurationManager")
            {
                var section = ConfigurationReads.SectionOf(value);
                if (section is { Length: > 0 })
                {
                    if (ConfigurationReads.TryRecognise(call) is not { BoundType: not null })
                    {
                        sections.Add(section);
                    }
                }
                else if (isUnseen && !assembly.StartsWith("Serilog", StringComparison.Ordinal))
                {
                    return true;
                }
            }
            else if (isUnseen && IsHost(value.Type))
            {
                if (assembly.StartsWith("Aspire.", StringComparison.Ordinal))
                {
                    sections.Add("Aspire");
                    sections.Add("ConnectionStrings");
                }
                else if (
                    !assembly.StartsWith("Serilog", StringComparison.Ordinal)
                    && !call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsHost(ITypeSymbol? type) =>
        type?.Name
            is "WebApplicationBuilder"
                or "IHostApplicationBuilder"
                or "HostApplicationBuilder"
                or "IHostBuilder"
                or "ConfigurationManager"
        || type?.Name is "IWebHostBuilder";

    // A read whose key nobody can tell, and a section of which any key may be read.
    private bool IsOpenRead(IOperation operation, List<string> sections)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [var index] }
                when ConfigurationReads.IsConfiguration(instance.Type):
                return IsOpenKey(ConfigurationReads.SectionOf(instance), index.Value, sections);
            case IInvocationOperation { TargetMethod: { Name: "GetEnvironmentVariable", ContainingType.Name: "Environment" } } call:
                return IsOpenKey("", call.Arguments[0].Value, sections);
            case IInvocationOperation
            {
                TargetMethod.Name: "GetValue" or "GetSection" or "GetRequiredSection" or "GetConnectionString"
            } call when ConfigurationReads.IsConfiguration(call.Receiver()?.Type):
                var key = call.Argument("key") ?? call.Argument("name");
                if (key?.ConstantValue is { HasValue: true, Value: string name })
                {
                    if (call.TargetMethod.Name is "GetSection" or "GetRequiredSection" && IsWholeSection(call))
                    {
                        sections.Add(ConfigurationReads.SectionOf(call) ?? name);
                    }

                    return false;
                }

                return key is not null
                    && IsOpenKey(
                        call.TargetMethod.Name == "GetConnectionString"
                            ? "ConnectionStrings"
                            : ConfigurationReads.SectionOf(call.Receiver()),
                        key,
                        sections
                    );
            // configuration.Get<Settings>(), configuration.Bind(settings), Configure<Settings>(configuration)
            case IInvocationOperation { TargetMethod.Name: "Get" or "Bind" or "Configure" } call
                when call.TargetMethod.IsInNamespace("Microsoft.Extensions"):
                return call
                    .Arguments.Select(static argument => argument.Value.Unwrap())
                    .Append(call.Receiver())
                    .Any(static value => ConfigurationReads.IsConfiguration(value?.Type) && ConfigurationReads.SectionOf(value) is "");
            default:
                return false;
        }
    }

    private bool IsOpenKey(string? section, IOperation key, List<string> sections)
    {
        if (key.ConstantValue.HasValue)
        {
            return false;
        }

        // Who calls says the name, in a literal that is searched for by itself.
        if (key.Unwrap() is IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation)
        {
            return false;
        }

        foreach (var text in project.Values.Trace(key))
        {
            var hole = text.Text.IndexOf(TracedValue.Hole);
            var known = hole < 0 ? text.Text : text.Text.Substring(0, hole);
            var end = known.LastIndexOf(':');
            if (hole >= 0 && end <= 0 && string.IsNullOrEmpty(section))
            {
                return true;
            }

            var prefix =
                hole < 0 ? known
                : end > 0 ? known.Substring(0, end)
                : "";
            sections.Add(
                (
                    string.IsNullOrEmpty(section) ? prefix
                    : prefix.Length == 0 ? section!
                    : section + ":" + prefix
                )
            );
        }

        if (project.Values.Trace(key).IsEmpty)
        {
            if (string.IsNullOrEmpty(section))
            {
                return true;
            }

            sections.Add(section!);
        }

        return false;
    }

    // GetSection("X").GetChildren(), a section in a variable or as an argument: not one whose single key is read on the spot, nor one that a class is bound to.
    private static bool IsWholeSection(IInvocationOperation section)
    {
        return section.User() switch
        {
            IPropertyReferenceOperation { Property.IsIndexer: true } => false,
            IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" or "GetValue" or "GetConnectionString" } =>
                false,
            IInvocationOperation call => ConfigurationReads.TryRecognise(call) is null,
            IArgumentOperation { Parent: IInvocationOperation call } => ConfigurationReads.TryRecognise(call) is null
                && call.TargetMethod.Name is not ("GetValue" or "GetSection" or "GetRequiredSection"),
            _ => true,
        };
    }
}
