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
    /// <param name="references">Paths of the referenced projects' assemblies.</param>
    /// <returns>What holds for the application, and what kept facts from being read.</returns>
    public static (FactSet Facts, IReadOnlyList<Problem> Problems) Read(string application, IReadOnlyCollection<string> references)
    {
        var problems = new List<Problem>();
        var own = Read(application, problems);
        if (own is null)
        {
            problems.Add(new(
                ProblemSeverity.Message,
                ProblemCodes.Assumption,
                $"'{Path.GetFileName(application)}' carries no facts about its code, so files are derived from MSBuild properties and configuration alone. Build it with the Deployability analyzers on."));
        }

        var others = references.Select(reference => Read(reference, problems)).OfType<FactSet>().ToList();
        return (FactSet.Resolve(own ?? FactSet.Empty, others), problems);
    }

    private static FactSet? Read(string path, List<Problem> problems)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            var text = image.HasMetadata ? FactText(image.GetMetadataReader()) : null;
            if (text is null)
            {
                return null;
            }

            var facts = FactSerializer.TryDeserialize(text);
            if (facts is null)
            {
                problems.Add(new(
                    ProblemSeverity.Message,
                    ProblemCodes.Assumption,
                    $"The facts in '{Path.GetFileName(path)}' were written by a newer version of Deployability or are damaged, so they are left out. Use one version of the package in all projects."));
            }

            return facts;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            problems.Add(new(ProblemSeverity.Warning, ProblemCodes.CannotRead, $"'{Path.GetFileName(path)}' could not be read, so its facts are left out: {exception.Message}", path));
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
        return metadata.StringComparer.Equals(type.Name, AttributeName) && metadata.StringComparer.Equals(type.Namespace, AttributeNamespace);
    }
}
