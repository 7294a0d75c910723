namespace Deployability.Analyzers.Flow;

/// <summary>What follows values and conditions through a project: one of each.</summary>
internal static class ProjectFlow
{
    extension(ProjectContext project)
    {
        /// <summary>Follows a value to the literal that it comes from.</summary>
        public ValueTracer Values => project.Part(static key => new ValueTracer(key));

        /// <summary>Says whether an operation runs outside Development.</summary>
        public EnvironmentGuards Guards => project.Part(static key => new EnvironmentGuards(key));

        /// <summary>Says whether code runs on Windows only.</summary>
        public PlatformGuards Platform => project.Part(static key => new PlatformGuards(key));

        /// <summary>Says which of several uses of a literal reports it.</summary>
        public LiteralUses Uses => project.Part(static key => new LiteralUses(key));

        /// <summary>Follows a value into this project's own methods.</summary>
        public PassedValues Passed => project.Part(static key => new PassedValues(key));
    }

    extension<T>(Found<T> found)
        where T : class
    {
        /// <summary>The guard under which it runs; None for what is only declared.</summary>
        public Guard Guard => found.Project.Guards.Of(found.Node);
    }
}
