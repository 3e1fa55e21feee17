// Says on standard error how much time of a processor the process has used, in milliseconds.
process.on('exit', () => process.stderr.write(`${Math.round(process.cpuUsage().user / 1000)}\n`))
