using Deployability.Publish.Planning;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Deployability.Publish.Solutions;

/// <summary>What the index of a solution has to know of one of its apps. It is kept in the project's intermediate folder.</summary>
/// <param name="Project">Full path of the project file.</param>
/// <param name="OutputPath">Full path of its generated files.</param>
/// <param name="ContextRoot">Full path of its build context.</param>
/// <param name="Targets">The targets that were written.</param>
/// <param name="Plan">What was decided, as far as the index needs it.</param>
public sealed record SolutionApp(string Project, string OutputPath, string ContextRoot, IReadOnlyList<string> Targets, DeploymentPlan Plan)
{
    /// <summary>Where it listens on a developer's machine.</summary>
    public IReadOnlyList<int> LaunchPorts { get; init; } = [];

    /// <summary>Its name in the intermediate folder.</summary>
    public const string FileName = "deployability.plan.json";

    private static readonly JsonSerializerSettings Format = new()
    {
        ContractResolver = new OnlyWhatIsSet(),
        ObjectCreationHandling = ObjectCreationHandling.Replace,
        NullValueHandling = NullValueHandling.Ignore,
        Formatting = Formatting.None,
    };

    /// <summary>As text.</summary>
    public string Write() => JsonConvert.SerializeObject(this with { Plan = Needed(Plan) }, Format);

    /// <summary>Reads it again; null when the text is of another version or broken.</summary>
    public static SolutionApp? Read(string text)
    {
        try
        {
            return JsonConvert.DeserializeObject<SolutionApp>(text, Format) is { Plan.Name: not null } app ? app : null;
        }
        catch (Exception exception)
            when (exception is JsonException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    private static DeploymentPlan Needed(DeploymentPlan plan) =>
        plan with
        {
            Build = null!,
            Clouds = [],
            Ci = null,
            Monitoring = null,
            Decisions = [],
            Actions = [],
        };

    /// <summary>What follows from other properties is not kept.</summary>
    private sealed class OnlyWhatIsSet : DefaultContractResolver
    {
        protected override IList<JsonProperty> CreateProperties(Type type, MemberSerialization memberSerialization) =>
            [.. base.CreateProperties(type, memberSerialization).Where(static property => property.Writable)];
    }
}
