namespace CustomerIntelligence.Jobs;

/// <summary>What runs by the clock, and ends.</summary>
public interface IJob
{
    Task RunAsync(CancellationToken cancellationToken);
}
