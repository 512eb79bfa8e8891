# When something fails: what happened, what was kept, what to do

fault-internal = Something went wrong on our side and I cannot answer this message. Everything from before is kept. Please ask in other words or phone: { $unit }, tel. { $phone }.
fault-not-stored = I cannot save this message now, so I have not accepted it. { $cause } Please send it again in a moment.

store-newer = The database comes from a newer version of the program (it has change no. { $found }, and this program knows changes up to no. { $known }). Please run the newer program. The database was not changed.
store-locked = The database is in use by another program.
store-full = There is no space left on the disk with the database.
store-disk = Reading or writing the database failed: a disk error, or no memory. Please check the disk and run “lacznik doctor”.
store-read-only = The database is read-only. Please check the permissions of the file and the folder.
store-cannot-open = The database file cannot be opened or created. Please check the path and the permissions of the folder.
store-damaged = The file is not a database of this program, or it is damaged. Please choose another file or restore a backup.
store-foreign = This file is the database of another program. Please choose another file: --database FILE. Nothing in it was changed.
store-fault = Database error.
fault-not-delivered = The answer is saved, but I cannot show it now. { $cause } It will appear with your next message.
fault-not-due = What is due could not be done: { $cause } I will try again in a moment.
