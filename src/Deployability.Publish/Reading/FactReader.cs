using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Deployability.Model;

namespace Deployability.Publish.Reading;

/// <summary>Reads the facts that the generator wrote into an assembly, from its metadata: the assembly is never loaded.</summary>
public static class FactReader
{
    private const string AttributeName = "AssemblyMetadataAttribute";
    private const string AttributeNamespace = "System.Reflection";
    private const ushort AttributeProlog = 1;

    /// <summary>The facts of an application together with those of the projects that it reaches.</summary>
    /// <param name="application">Path of the executable's assembly.</param>
    /// <param name="references">The referenced projects' assemblies.</param>
    /// <param name="projectFile">The executable's project; its language says whether there could be facts. Empty for C#.</param>
    public static AssemblyFacts Read(string application, IReadOnlyCollection<ReferencedAssembly> references, string projectFile = "")
    {
        var problems = new List<Problem>();
        var others = new List<FactSet>();
        var clients = new SortedList<string, ClientLibrary>(StringComparer.Ordinal);
        var isRead = true;
        var own = Read(
            application,
            problems,
            others,
            clients,
            metadata =>
            {
                isRead = false;
                return FactSet.Create(UnreadCode.FactsOf(metadata));
            }
        );
        if (!isRead)
        {
            problems.Add(
                new(
                    ProblemSeverity.Warning,
                    ProblemCodes.Assumption,
                    $"'{Path.GetFileName(application)}' carries no facts about its code, so files are derived from MSBuild properties and configuration alone, probes only open a TCP connection unless DeployabilityHealth names a path, and the network policy lets everything out. "
                        + (IsCSharp(projectFile) ? "Build it with the Deployability analyzers on." : SayIt),
                    projectFile
                )
            );
        }

        var unread = new List<ReferencedAssembly>();
        foreach (var reference in references)
        {
            if (Read(reference.Path, problems, others, clients, metadata => Unread(metadata, reference, unread)) is { } facts)
            {
                others.Add(facts);
            }
        }

        var isComplete = problems.Count == 0 && unread.Count == 0;
        problems.AddRange(unread.Select(Missing));
        return new(FactSet.Resolve(own ?? FactSet.Empty, others), isComplete, problems) { Clients = [.. clients.Values] };
    }

    /// <summary>The warnings about referenced projects alone, for a build that generates nothing.</summary>
    public static IReadOnlyList<Problem> Check(IReadOnlyCollection<ReferencedAssembly> references)
    {
        var problems = new List<Problem>();
        var unread = new List<ReferencedAssembly>();
        foreach (var reference in references)
        {
            Read(reference.Path, problems, [], [], metadata => Unread(metadata, reference, unread));
        }

        return [.. problems, .. unread.Select(Missing)];
    }

    /// <summary>What can be said of an assembly without facts; it is remembered when it may have had some.</summary>
    private static FactSet? Unread(MetadataReader metadata, ReferencedAssembly reference, List<ReferencedAssembly> unread)
    {
        if (!UnreadCode.MayTell(metadata))
        {
            return null;
        }

        unread.Add(reference);
        return FactSet.Create(UnreadCode.FactsOf(metadata));
    }

    /// <summary>The warning about a project whose code nobody has read.</summary>
    private static Problem Missing(ReferencedAssembly reference)
    {
        var project = Path.GetFileName(reference.ProjectFile.Length > 0 ? reference.ProjectFile : reference.Path);
        var why =
            $"{project} was built without Deployability.Analyzers, so what its code reads, writes and connects to is missing from the generated files, and the network policy lets everything out.";
        return new(
            ProblemSeverity.Warning,
            ProblemCodes.Assumption,
            IsCSharp(reference.ProjectFile)
                ? $"{why} Add this line to Directory.Build.props, so that every project has the package: <ItemGroup Condition=\"'$(UsingMicrosoftNETSdk)' == 'true'\"><PackageReference Include=\"Deployability.Analyzers\" Version=\"{PackageVersion}\" PrivateAssets=\"all\" /></ItemGroup>"
                : $"{why} {SayIt}",
            reference.ProjectFile
        );
    }

    private const string SayIt =
        "Facts are read from C# alone; say what it needs by ContainerPort, DeployabilityHealth, DeployabilityConfig, DeployabilitySecret, DeployabilityVolume and DeployabilityEgress.";

    private static bool IsCSharp(string projectFile) =>
        projectFile.Length == 0 || projectFile.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase);

    private static string PackageVersion =>
        typeof(FactReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <param name="path">The assembly's.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="types">Takes what its types say.</param>
    /// <param name="clients">Takes the libraries by which it reaches others.</param>
    /// <param name="withoutFacts">What is said of an assembly that carries none.</param>
    private static FactSet? Read(
        string path,
        List<Problem> problems,
        List<FactSet> types,
        SortedList<string, ClientLibrary> clients,
        Func<MetadataReader, FactSet?> withoutFacts
    )
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            var metadata = image.HasMetadata ? image.GetMetadataReader() : throw new BadImageFormatException("It is no .NET assembly.");
            // The compiler names in an assembly what its code uses and nothing else.
            foreach (var handle in metadata.AssemblyReferences)
            {
                if (ClientLibraries.Find(metadata.GetString(metadata.GetAssemblyReference(handle).Name)) is { } client)
                {
                    clients[client.Name] = client;
                }
            }

            if (UnreadCode.HasMigrations(metadata))
            {
                types.Add(FactSet.Create([new FeatureFact(FactSource.Unknown, Features.Migrations)]));
            }

            var text = FactText(metadata);
            if (text is null)
            {
                return withoutFacts(metadata);
            }

            var facts = FactSerializer.TryDeserialize(text);
            if (facts is null)
            {
                problems.Add(
                    new(
                        ProblemSeverity.Warning,
                        ProblemCodes.Assumption,
                        $"The facts in '{Path.GetFileName(path)}' were written by a newer version of Deployability or are damaged, so they are left out. Use one version of the package in all projects."
                    )
                );
            }

            return facts;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            problems.Add(
                new(
                    ProblemSeverity.Warning,
                    ProblemCodes.CannotRead,
                    $"'{Path.GetFileName(path)}' could not be read, so its facts are left out: {exception.Message}",
                    path
                )
            );
            return null;
        }
    }

    private static string? FactText(MetadataReader metadata)
    {
        if (!metadata.IsAssembly)
        {
            return null;
        }

        // The compiler writes attributes in the order of its files, and generated ones last: what an earlier build left in the project comes before.
        string? newest = null;
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!IsAssemblyMetadata(metadata, attribute))
            {
                continue;
            }

            var value = metadata.GetBlobReader(attribute.Value);
            if (value.ReadUInt16() == AttributeProlog && value.ReadSerializedString() == FactSet.MetadataKey)
            {
                newest = value.ReadSerializedString();
            }
        }

        return newest;
    }

    private static bool IsAssemblyMetadata(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, AttributeName)
            && metadata.StringComparer.Equals(type.Namespace, AttributeNamespace);
    }
}
