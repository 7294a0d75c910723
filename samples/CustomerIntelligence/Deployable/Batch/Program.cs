using CustomerIntelligence.Batch;
using CustomerIntelligence.Jobs;
using CustomerIntelligence.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddJsonConsole();
builder.AddCustomerDatabase();
builder.Services.AddSingleton<IJob, BatchScoring>();

return await builder.Build().RunJobAsync();
