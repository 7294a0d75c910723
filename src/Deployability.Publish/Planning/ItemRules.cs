using Deployability.Publish.Targets.Kubernetes;
using Deployability.Secrets.Names;

namespace Deployability.Publish.Planning;

/// <summary>Checks jobs, services, shares and front ends, whether or not the chosen targets use them: a mistake shows at the first publish.</summary>
internal static class ItemRules
{
    private const string LabelRule = "a DNS label: lower-case letters, digits and '-', at most 63";
    private const string QuantityRule = "a Kubernetes quantity such as 500m or 256Mi";

    private static readonly string[] Resources = ["CpuRequest", "CpuLimit", "MemoryRequest", "MemoryLimit"];
    private static readonly string[] Named = ["DeployabilityVolume", "DeployabilityShare", "DeployabilityJob", "DeployabilityService", "DeployabilityFrontend"];

    private static readonly string[] NotYetEmitted = ["DeployabilityShare", "DeployabilityFrontend"];

    public static void Check(PlanContext context, string appName)
    {
        var (input, validator) = (context.Input, context.Validator);
        foreach (var type in Named)
        {
            validator.NoDuplicates(type, static item => item.Name, "name");
        }

        validator.NoDuplicates("DeployabilityVolume", static item => item["MountPath"].TrimEnd('/'), "MountPath");
        validator.NoDuplicates("DeployabilityShare", static item => item["MountPath"].TrimEnd('/'), "MountPath");
        foreach (var item in input.ItemsOf("DeployabilityJob"))
        {
            validator.Name(item, Rules.IsDnsLabel, LabelRule);
            validator.Required(item, "Schedule", CronExpression.IsValid, "five cron fields: minute, hour, day of month, month, day of week");
            CheckResources(validator, item);
        }

        foreach (var item in input.ItemsOf("DeployabilityShare"))
        {
            validator.Name(item, Rules.IsDnsLabel, LabelRule);
            validator.Required(item, "Source", Rules.IsShareSource, @"//server/share or \\server\share");
            validator.Required(item, "MountPath", Rules.IsMountPath, "an absolute path such as /mnt/share, without '..' and ':'");
            validator.Metadata(item, "EnvironmentVariable", Rules.IsVariable, "the name of an environment variable");
            validator.Metadata(item, "SecretName", Rules.IsDnsLabel, LabelRule);
        }

        foreach (var item in input.ItemsOf("DeployabilityService"))
        {
            validator.Name(item, name => Rules.IsDnsLabel(name) && name != appName, LabelRule + ", other than the app's own name");
            validator.Required(item, "Image", Rules.IsImage, "an image reference such as redis:7.4");
            validator.Number(item, "Port", 1, 65535, 0);
            validator.Metadata(item, "VolumePath", Rules.IsMountPath, "an absolute path such as /data, without '..' and ':'");
            validator.Metadata(item, "Environment", static value => ProjectInput.Split(value).All(IsAssignment), "NAME=value;NAME2=value, without credentials");
            CheckResources(validator, item);
        }

        foreach (var item in input.ItemsOf("DeployabilityFrontend"))
        {
            validator.Name(item, Rules.IsDnsLabel, LabelRule);
            validator.Metadata(item, "ApiBasePath", static value => value[0] == '/', "a path that starts with '/'");
        }

        foreach (var type in NotYetEmitted.Where(type => input.ItemsOf(type).Any()))
        {
            context.Decide("They are checked only.", $"This version generates nothing for {type} items.");
        }
    }

    private static void CheckResources(Validator validator, ProjectItem item)
    {
        foreach (var resource in Resources)
        {
            validator.Metadata(item, resource, Rules.IsQuantity, QuantityRule);
        }
    }

    private static bool IsAssignment(string text) =>
        text.IndexOf('=') is > 0 and var equals
        && Rules.IsVariable(text.Substring(0, equals))
        && !(Credentials.AreNamedBy(text.Substring(0, equals)) && text.Length > equals + 1)
        && !Credentials.AreIn(text.Substring(equals + 1));
}
