(\x1b\[2J\x1b\[Hthe loop idles \d+ % of the time
task +waits for +turns +total us +longest us
Task-1 +\w+ +\d+ +\d+ +\d+
filter +\w+( +<Queue>)? +\d+ +\d+ +\d+
forgotten +waiting +<Event[^>\n]*>? +1 +\d+ +\d+
sensor +\w+( +<Queue>)? +\d+ +\d+ +\d+
table +running +\d+ +\d+ +\d+
){3}