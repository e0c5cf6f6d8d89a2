"""The same world for users of Mesa, and user code hooked into a day. Importing this package imports no Mesa yet."""
