using Deployability.Analyzers.Judges.Stores;

namespace Deployability.Analyzers.Judges;

/// <summary>What is known of a project as a whole: one of each.</summary>
internal static class ProjectJudges
{
    extension(ProjectContext project)
    {
        /// <summary>The host and its health endpoints.</summary>
        public HealthFacts Health => project.Part(static key => new HealthFacts(key));

        /// <summary>Where CORS policies are used.</summary>
        public CorsUses Cors => project.Part(static key => new CorsUses(key));

        /// <summary>Which collections hold the data of requests.</summary>
        public DataStores Stores => project.Part(static key => new DataStores(key));
    }
}
