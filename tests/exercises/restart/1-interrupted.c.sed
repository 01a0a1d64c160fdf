s/, .sa_flags = SA_RESTART//
