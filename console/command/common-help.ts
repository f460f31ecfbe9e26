/** What the help of every room says of the options that all its commands know. */
export const commonHelp = `Each has its own --help. Options of all:
  --env NAME            local (default): the endpoint of npm run local; else an environment on AWS, by the credentials,
                        profile and region that the AWS tools would use
  --region R --profile P  where on AWS
  --directory DIR       where the local endpoint keeps its files (default: .local/run)
  --by NAME             who asks, for the audit records (default: the user of this system)
  --json                prints JSON`;
