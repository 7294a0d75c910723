using Deployability.Analyzers.Rules.State;
using Deployability.Analyzers.Tests.Rules.Observability;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class InProcessSessionOrCacheTests
{
    private static Task VerifyAsync(string registrations, string types = "") => CSharpAnalyzerVerifier<InProcessSessionOrCacheAnalyzer>.VerifyAnalyzerAsync($$"""
        using Microsoft.AspNetCore.OutputCaching;
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        {{registrations}}
        builder.Build().Run();

        {{types}}
        public static class Redis
        {
            public static IServiceCollection AddStackExchangeRedisCache(this IServiceCollection services, Action<object> options) => services;
            public static IServiceCollection AddStackExchangeRedisOutputCache(this IServiceCollection services, Action<object> options) => services;
        }
        """);

    [Theory]
    [InlineData("builder.Services.[|AddDistributedMemoryCache()|];")]
    [InlineData("builder.Services.[|AddDistributedMemoryCache()|]; builder.Services.AddSession();")]
    [InlineData("builder.Services.[|AddSession()|];")]
    [InlineData("builder.Services.[|AddOutputCache()|];")]
    [InlineData("if (!builder.Environment.IsDevelopment()) builder.Services.[|AddDistributedMemoryCache()|];")]
    public Task Local_store_Triggers(string registrations) => VerifyAsync(registrations);

    [Theory]
    [InlineData("builder.Services.AddStackExchangeRedisCache(_ => { }); builder.Services.AddSession();")]
    [InlineData("builder.Services.AddOutputCache(); builder.Services.AddStackExchangeRedisOutputCache(_ => { });")]
    [InlineData("builder.Services.AddMemoryCache();")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddDistributedMemoryCache(); else builder.Services.AddStackExchangeRedisCache(_ => { });")]
    [InlineData("var redis = builder.Configuration.GetConnectionString(\"Redis\"); if (redis is null) builder.Services.AddDistributedMemoryCache(); else builder.Services.AddStackExchangeRedisCache(_ => { });")]
    [InlineData("var several = args.Length > 1; if (several) builder.Services.AddStackExchangeRedisCache(_ => { }); else builder.Services.AddDistributedMemoryCache();")]
    [InlineData("if (builder.Configuration.GetValue<bool>(\"Cache:InProcess\")) builder.Services.AddDistributedMemoryCache();")]
    public Task Shared_or_chosen_store_DoesNotTrigger(string registrations) => VerifyAsync(registrations);

    [Fact]
    public Task Cache_of_its_own_DoesNotTrigger() => VerifyAsync(
        "builder.Services.AddSingleton<IDistributedCache, PostgresCache>(); builder.Services.AddSession();",
        """
        public abstract class PostgresCache : IDistributedCache
        {
            public abstract byte[]? Get(string key);
            public abstract Task<byte[]?> GetAsync(string key, CancellationToken token = default);
            public abstract void Refresh(string key);
            public abstract Task RefreshAsync(string key, CancellationToken token = default);
            public abstract void Remove(string key);
            public abstract Task RemoveAsync(string key, CancellationToken token = default);
            public abstract void Set(string key, byte[] value, DistributedCacheEntryOptions options);
            public abstract Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default);
        }
        """);
}
